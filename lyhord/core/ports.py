import http.client
import socket

from lyhord.core.config import WILDCARD_HOSTS, Config

PATIENCE_S = 5.0


def is_free(host: str, port: int) -> bool:
    """Whether we could listen there now."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def answers(config: Config) -> bool:
    """Whether Lyhörd's web server lives on the configured port."""
    host = "127.0.0.1" if config.host in WILDCARD_HOSTS else config.host
    connection = http.client.HTTPConnection(host, config.port, timeout=PATIENCE_S)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
