extension Migration {
    /// Isolation that the database enforces: statements about tasks run as `todo_app`, which sees and changes the rows of
    /// `todo.user_id` alone.
    ///
    /// The role is the cluster's, so another database may have made it already; its grants are this database's. The policies
    /// hold for every role that is not exempt, the owner included, so a later migration that changes rows must lift
    /// `force row level security` for its transaction.
    static let isolateUsers = Migration(
        version: 2,
        name: "isolate users",
        sql: """
            do $role$
            declare
                login text := current_user;
                role_before text := current_setting('role');
            begin
                if not exists (select from pg_roles where rolname = 'todo_app') then
                    begin
                        create role todo_app nologin;
                    exception
                        when insufficient_privilege then
                            raise exception 'the role todo_app is missing and % may not create roles: let an '
                                'administrator run "create role todo_app nologin; grant todo_app to %;", then try again',
                                login, quote_ident(login);
                        when duplicate_object or unique_violation then
                            null; -- The migration of another database was quicker.
                    end;
                end if;

                if exists (
                    select from pg_roles
                    where rolname = 'todo_app' and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb)
                ) then
                    raise exception 'the role todo_app has powers that would defeat the isolation of users: let an '
                        'administrator run "alter role todo_app nosuperuser nobypassrls nocreaterole nocreatedb;", '
                        'then try again';
                end if;

                -- Being a member is not enough everywhere: since PostgreSQL 16 a membership may exclude SET ROLE.
                begin
                    perform set_config('role', 'todo_app', true);
                    perform set_config('role', role_before, true);
                exception
                    when insufficient_privilege then
                        begin
                            execute format('grant todo_app to %I', login);
                        exception
                            when insufficient_privilege then
                                raise exception '% may not act as the role todo_app: let an administrator run '
                                    '"grant todo_app to %;", then try again', login, quote_ident(login);
                        end;
                end;

                if not has_schema_privilege(
                    'todo_app', (select relnamespace from pg_class where oid = 'tasks'::regclass), 'usage'
                ) then
                    execute format(
                        'grant usage on schema %s to todo_app',
                        (select relnamespace::regnamespace from pg_class where oid = 'tasks'::regclass));
                end if;
            end
            $role$;

            revoke all on tasks, todo_migrations from todo_app;
            grant select, delete on tasks to todo_app;
            grant insert (user_id, title, description, completed) on tasks to todo_app;
            grant update (title, description, completed, updated_at, version) on tasks to todo_app;
            grant select on todo_migrations to todo_app;

            alter table tasks enable row level security;
            alter table tasks force row level security;
            create policy tasks_select on tasks for select
                using (user_id = nullif(current_setting('todo.user_id', true), ''));
            create policy tasks_insert on tasks for insert
                with check (user_id = nullif(current_setting('todo.user_id', true), ''));
            create policy tasks_update on tasks for update
                using (user_id = nullif(current_setting('todo.user_id', true), ''))
                with check (user_id = nullif(current_setting('todo.user_id', true), ''));
            create policy tasks_delete on tasks for delete
                using (user_id = nullif(current_setting('todo.user_id', true), ''));
            """,
        // The role stays: it is the cluster's, and another database may use it.
        wayBack: .sql(
            """
            drop policy tasks_select on tasks;
            drop policy tasks_insert on tasks;
            drop policy tasks_update on tasks;
            drop policy tasks_delete on tasks;
            alter table tasks no force row level security;
            alter table tasks disable row level security;
            revoke all on tasks, todo_migrations from todo_app;
            """
        )
    )
}
