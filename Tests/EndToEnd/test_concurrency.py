"""Many at once: nobody sees another's tasks, and no change is lost."""
import uuid
from concurrent.futures import ThreadPoolExecutor

from support import tokens
from support.waiting import eventually


def test_five_users_at_once_never_meet(server):
    def work(number):
        user_id = tokens.user(f"worker-{number}")
        client = server.client(tokens.token(user_id))
        kept = {}
        for step in range(25):
            task = client.create(f"{user_id} {step}", description=user_id)
            path = f"/api/tasks/{task['id']}"
            client.patch(f"{path}/complete").task()
            changed = client.put(path, {"title": f"{user_id} again", "description": user_id, "completed": step % 2 == 0}).task()
            if step % 5 == 4:
                assert client.delete(path).status == 204
            else:
                kept[task["id"]] = changed
            tasks = client.get("/api/tasks").tasks()
            assert {task["id"]: task for task in tasks} == kept
            assert len(tasks) == len(kept)
        return user_id, client, kept

    with ThreadPoolExecutor(5) as pool:
        results = list(pool.map(work, range(5)))
    owned = [task_id for _, _, kept in results for task_id in kept]
    assert len(owned) == len(set(owned)) == 5 * 20
    for user_id, client, kept in results:
        for task_id in owned:
            response = client.get(f"/api/tasks/{task_id}")
            if task_id in kept:
                assert response.task()["user_id"] == user_id
            else:
                response.error(404, "NOT_FOUND", "Task not found")


def test_200_toggles_at_once_are_200_toggles(server, client):
    task = client.create()
    path = f"/api/tasks/{task['id']}"
    with ThreadPoolExecutor(40) as pool:
        answers = list(pool.map(lambda _: client.patch(f"{path}/complete").task(), range(200)))
    states = [answer["completed"] for answer in answers]
    assert (states.count(True), states.count(False)) == (100, 100)
    # No two changes happen at one time.
    moments = [answer["updated_at"] for answer in answers]
    assert len(set(moments)) == 200
    last = client.get(path).task()
    assert (last["completed"], last["updated_at"]) == (False, max(moments))


def test_100_creates_at_once_are_100_tasks(client):
    with ThreadPoolExecutor(20) as pool:
        made = list(pool.map(lambda number: client.create(f"Task {number}"), range(100)))
    assert sorted(task["title"] for task in made) == sorted(f"Task {number}" for number in range(100))
    listed = client.get("/api/tasks").tasks()
    assert sorted(listed, key=lambda task: task["id"]) == sorted(made, key=lambda task: task["id"])


def test_of_20_deletes_at_once_one_succeeds(client):
    path = f"/api/tasks/{client.create()['id']}"
    with ThreadPoolExecutor(20) as pool:
        statuses = list(pool.map(lambda _: client.delete(path).status, range(20)))
    assert sorted(statuses) == [204] + [404] * 19


def test_a_row_that_somebody_has_locked_holds_up_nobody_elses_changes(server, database):
    """With or without a key, although more of its user's changes wait for it than there are connections."""
    owner = server.client(tokens.token())
    path = f"/api/tasks/{owner.create()['id']}"
    neighbours = [server.client(tokens.token()) for _ in range(4)]
    paths = [f"/api/tasks/{client.create()['id']}" for client in neighbours]
    waiting = "select count(*) > 0 from pg_stat_activity where wait_event_type = 'Lock' and query ilike '%%update tasks%%'"
    with ThreadPoolExecutor(24) as pool:
        with database.connect() as connection, connection.transaction():
            connection.execute(f"select from tasks where id = {path.rpartition('/')[2]} for update")
            keys = [{"Idempotency-Key": uuid.uuid4().hex} if number % 2 else {} for number in range(24)]
            held = [pool.submit(owner.patch, f"{path}/complete", headers=key) for key in keys]
            eventually(lambda: database.query(waiting)[0][0], what="a change that waits for the row")
            for step in range(10):
                for client, other in zip(neighbours, paths):
                    client.patch(f"{other}/complete", headers={"Idempotency-Key": uuid.uuid4().hex}).task()
                    client.patch(f"{other}/complete").task()
            # It took less long than any of them may wait.
            assert not any(change.done() for change in held)
        assert {change.result().status for change in held} == {200}
