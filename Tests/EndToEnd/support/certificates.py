"""An authority and a server's certificate, made by the openssl program."""
import os
import shutil
import subprocess
import tempfile

POOLER_HOST = "ep-cool-name-123456-pooler.eu-central-1.aws.neon.tech"
NAMES = f"DNS:localhost,DNS:{POOLER_HOST},IP:127.0.0.1"


class Certificates:
    """A context manager; the files are gone afterwards."""

    def __enter__(self):
        self.root = tempfile.mkdtemp(prefix="todo-certificates-")
        os.chmod(self.root, 0o755)
        self.authority = self._make_authority("authority")
        self.other_authority = self._make_authority("other")
        self.certificate, self.key = self._path("server.crt"), self._path("server.key")
        self._openssl(
            "req", *self._new_key("server"), "-subj", "/CN=localhost", "-out", self._path("server.csr")
        )
        with open(self._path("names"), "w") as file:
            file.write(f"subjectAltName={NAMES}\n")
        self._openssl(
            "x509", "-req", "-in", self._path("server.csr"), "-CA", self.authority, "-CAkey", self._path("authority.key"),
            "-CAcreateserial", "-days", "2", "-extfile", self._path("names"), "-out", self.certificate,
        )
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.root, ignore_errors=True)

    def _make_authority(self, name):
        certificate = self._path(f"{name}.crt")
        self._openssl("req", "-x509", *self._new_key(name), "-subj", f"/CN={name}", "-days", "2", "-out", certificate)
        os.chmod(certificate, 0o644)
        return certificate

    def _new_key(self, name):
        return ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", self._path(f"{name}.key")]

    def _path(self, name):
        return os.path.join(self.root, name)

    def _openssl(self, *arguments):
        done = subprocess.run(["openssl", *arguments], capture_output=True, text=True)
        if done.returncode != 0:
            raise RuntimeError(f"openssl {arguments[0]} failed: {done.stderr}")
