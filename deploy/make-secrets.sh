#!/usr/bin/env bash
# Makes what a new ledger needs to keep secret, once; what is there already is left alone. Back the folder up: without it nothing can be read.
set -euo pipefail
cd "$(dirname "$0")"
umask 077
mkdir -p secrets certs
secret() { head -c 32 /dev/urandom | base64 | tr '+/' '-_' | tr -d '=\n'; }
for name in ledger-secret master-key token-key; do
  [ -e "secrets/$name" ] || secret > "secrets/$name"
  # Compose mounts these files as they are, and the apps run as an ordinary user: the folder is closed, the files can be read.
  chmod 644 "secrets/$name"
done
if [ ! -e .env ]; then
  {
    echo "LEDGER_DB_PASSWORD=$(secret)"
    echo "KEYS_DB_PASSWORD=$(secret)"
    echo "EVENTSTORE_URL="
  } > .env
fi
echo "密钥在 deploy/secrets，口令在 deploy/.env；请备份。 Secrets are in deploy/secrets, passwords in deploy/.env: back them up."
