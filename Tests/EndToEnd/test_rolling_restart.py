"""Two servers behind nginx that are restarted one after the other, while users work: no read fails, no write is lost."""
import re
from collections import Counter

from support.load import Load
from support.nginx import Nginx
from support.programs import Server, migrate


def test_no_read_fails_and_no_acknowledged_write_is_lost(fresh_database, certificates):
    migrate(fresh_database)
    with Server(fresh_database.url) as one, Server(fresh_database.url) as other:
        servers = [one.wait_until_ready(), other.wait_until_ready()]
        with Nginx(certificates, [server.port for server in servers]) as nginx:
            with Load(nginx, workers=8) as load:
                for server in 2 * servers:
                    load.until_acknowledged(200)
                    assert server.stop() == 0
                    load.until_acknowledged(200)
                    server.__enter__().wait_until_ready()
                    # nginx leaves a server alone for a second that it could not reach.
                    seen = len(nginx.lines())
                    load.until(lambda: any(f" 127.0.0.1:{server.port} " in line for line in nginx.lines()[seen:]))
            found = load.balance(fresh_database)
            answers = Counter(re.search(r'"(\S+) \S+ HTTP/2\.0" (\d+)', line).groups() for line in nginx.lines())
    print(f"\n{found.acknowledged} acknowledged, {found.present} present; answers: {dict(load.kinds)}, {dict(answers)}")
    assert found.faults == []
    assert found.present == found.acknowledged >= 1600
    assert {status for method, status in answers if method == "GET"} == {"200"}
