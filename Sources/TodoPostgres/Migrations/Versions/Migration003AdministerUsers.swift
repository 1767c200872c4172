extension Migration {
    /// What the admin tool needs beyond a user's own rights: the role `todo_admin`, which sees every user's tasks, but adds and
    /// removes those of `todo.user_id` alone, and the ledger of imports.
    ///
    /// The policy asks for the role that is in force, not for a membership: a login that may act as `todo_admin` sees no more than
    /// before until it does. The server never does.
    static let administerUsers = Migration(
        version: 3,
        name: "administer users",
        sql: """
            do $role$
            declare
                login text := current_user;
                role_before text := current_setting('role');
            begin
                if not exists (select from pg_roles where rolname = 'todo_admin') then
                    begin
                        create role todo_admin nologin;
                    exception
                        when insufficient_privilege then
                            raise exception 'the role todo_admin is missing and % may not create roles: let an '
                                'administrator run "create role todo_admin nologin; grant todo_admin to %;", then try again',
                                login, quote_ident(login);
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
                            execute format('grant todo_admin to %I', login);
                        exception
                            when insufficient_privilege then
                                raise exception '% may not act as the role todo_admin: let an administrator run '
                                    '"grant todo_admin to %;", then try again', login, quote_ident(login);
                        end;
                end;

                if not has_schema_privilege(
                    'todo_admin', (select relnamespace from pg_class where oid = 'tasks'::regclass), 'usage'
                ) then
                    execute format(
                        'grant usage on schema %s to todo_admin',
                        (select relnamespace::regnamespace from pg_class where oid = 'tasks'::regclass));
                end if;
            end
            $role$;

            create table todo_imports (
                user_id varchar(255) not null,
                digest text not null,
                line bigint not null default 0,
                tasks bigint not null default 0,
                started_at timestamptz not null default now(),
                finished_at timestamptz,
                primary key (user_id, digest)
            );

            revoke all on tasks, todo_imports from todo_admin;
            revoke all on todo_imports from todo_app;
            grant select, delete on tasks to todo_admin;
            grant insert (user_id, title, description, completed, created_at, updated_at) on tasks to todo_admin;
            grant select, insert, update, delete on todo_imports to todo_admin;

            create policy tasks_select_all on tasks for select to todo_admin using (current_user = 'todo_admin');
            """,
        // The role stays: it is the cluster's, and another database may use it.
        wayBack: .sql(
            """
            drop policy tasks_select_all on tasks;
            revoke all on tasks from todo_admin;
            revoke insert (user_id, title, description, completed, created_at, updated_at) on tasks from todo_admin;
            drop table todo_imports;
            """
        )
    )
}
