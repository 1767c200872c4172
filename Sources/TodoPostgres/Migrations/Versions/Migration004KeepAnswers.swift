extension Migration {
    /// The answers that are kept under idempotency keys: with each key, what tells its request apart from others, and the task as
    /// the change left it, which is nothing where it was deleted.
    ///
    /// The server sees and changes the keys of `todo.user_id` alone, as it does tasks. The role of administration, where migration
    /// 3 could give it rights, sees which keys there are, without the answers, and removes those that have expired.
    static let keepAnswers = Migration(
        version: 4,
        name: "keep answers",
        sql: """
            create table todo_idempotency_keys (
                user_id varchar(255) not null,
                key varchar(255) not null,
                fingerprint text not null,
                kept_at timestamptz not null default now(),
                task_id bigint,
                title varchar(200),
                description text,
                completed boolean,
                created_at timestamptz,
                updated_at timestamptz,
                version bigint,
                primary key (user_id, key)
            );
            create index idx_todo_idempotency_keys_user_kept on todo_idempotency_keys (user_id, kept_at);

            revoke all on todo_idempotency_keys from todo_app;
            grant select, delete on todo_idempotency_keys to todo_app;
            grant insert (
                user_id, key, fingerprint, task_id, title, description, completed, created_at, updated_at, version
            ) on todo_idempotency_keys to todo_app;
            -- Nothing is updated, but PostgreSQL asks this of whoever locks a row.
            grant update (kept_at) on todo_idempotency_keys to todo_app;

            alter table todo_idempotency_keys enable row level security;
            alter table todo_idempotency_keys force row level security;
            create policy todo_idempotency_keys_own on todo_idempotency_keys
                using (user_id = nullif(current_setting('todo.user_id', true), ''))
                with check (user_id = nullif(current_setting('todo.user_id', true), ''));

            do $role$
            begin
                if not exists (
                    select from pg_roles
                    where rolname = 'todo_admin' and has_table_privilege(oid, 'tasks'::regclass, 'select')
                ) then
                    return;
                end if;
                revoke all on todo_idempotency_keys from todo_admin;
                grant select (user_id, key, kept_at), delete on todo_idempotency_keys to todo_admin;
                create policy todo_idempotency_keys_select_all on todo_idempotency_keys for select to todo_admin
                    using (current_user = 'todo_admin');
                create policy todo_idempotency_keys_delete_expired on todo_idempotency_keys for delete to todo_admin
                    using (current_user = 'todo_admin' and kept_at <= now() - interval '24 hours');
            end
            $role$;
            """,
        wayBack: .sql("drop table todo_idempotency_keys;")
    )
}
