extension Migration {
    /// What the admin tool needs beyond a user's own rights: the role `todo_admin`, which sees every user's tasks, but adds and
    /// removes those of `todo.user_id` alone, and the ledger of imports.
    ///
    /// The policy asks for the role that is in force, not for a membership: a login that may act as `todo_admin` sees no more than
    /// before until it does. The server never does, and needs nothing of this: where the login may neither make the role nor take
    /// it, the role's rights are left out, and `todoctl user` tells how to make up for it.
    static let administerUsers = Migration(
        version: 3,
        name: "administer users",
        sql: """
            create table todo_imports (
                user_id varchar(255) not null,
                digest text not null,
                line bigint not null default 0,
                tasks bigint not null default 0,
                started_at timestamptz not null default now(),
                finished_at timestamptz,
                primary key (user_id, digest)
            );
            revoke all on todo_imports from todo_app;

            do $role$
            declare
                role_before text := current_setting('role');
            begin
                if not exists (select from pg_roles where rolname = 'todo_admin') then
                    begin
                        create role todo_admin nologin;
                    exception
                        when insufficient_privilege then
                            return;
                        when duplicate_object or unique_violation then
                            null; -- The migration of another database was quicker.
                    end;
                end if;

                if exists (
                    select from pg_roles
                    where rolname = 'todo_admin' and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb)
                ) then
                    raise exception 'the role todo_admin has more powers than it needs: let an administrator run '
                        '"alter role todo_admin nosuperuser nobypassrls nocreaterole nocreatedb;", then try again';
                end if;
                if pg_has_role('todo_app', 'todo_admin', 'member') then
                    raise exception 'the role todo_app may act as todo_admin, which would defeat the isolation of users: let '
                        'an administrator run "revoke todo_admin from todo_app;", then try again';
                end if;

                -- Being a member is not enough everywhere: since PostgreSQL 16 a membership may exclude SET ROLE.
                begin
                    perform set_config('role', 'todo_admin', true);
                    perform set_config('role', role_before, true);
                exception
                    when insufficient_privilege then
                        begin
                            execute format('grant todo_admin to %I', current_user);
                        exception
                            when insufficient_privilege then
                                return;
                        end;
                end;

                if not has_schema_privilege(
                    'todo_admin', (select relnamespace from pg_class where oid = 'tasks'::regclass), 'usage'
                ) then
                    execute format(
                        'grant usage on schema %s to todo_admin',
                        (select relnamespace::regnamespace from pg_class where oid = 'tasks'::regclass));
                end if;

                revoke all on tasks, todo_imports from todo_admin;
                grant select, delete on tasks to todo_admin;
                grant insert (user_id, title, description, completed, created_at, updated_at) on tasks to todo_admin;
                grant select, insert, update, delete on todo_imports to todo_admin;
                create policy tasks_select_all on tasks for select to todo_admin using (current_user = 'todo_admin');
            end
            $role$;
            """,
        // The role stays: it is the cluster's, and another database may use it.
        wayBack: .sql(
            """
            drop policy if exists tasks_select_all on tasks;
            do $role$
            begin
                if exists (select from pg_roles where rolname = 'todo_admin') then
                    revoke all on tasks from todo_admin;
                    revoke insert (user_id, title, description, completed, created_at, updated_at) on tasks from todo_admin;
                end if;
            end
            $role$;
            drop table todo_imports;
            """
        )
    )
}
