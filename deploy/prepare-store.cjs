// Makes the ledger's own account on a fresh EventStoreDB and lets it read $all: the apps never run as its administrator.
// node deploy/prepare-store.cjs https://node1:2113 CA.crt   (ADMIN_PASSWORD, LEDGER_PASSWORD in the environment; account `ledger`)
'use strict';
const { readFileSync } = require('node:fs');
const https = require('node:https');
const { EventStoreDBClient } = require('@eventstore/db-client');

main().catch((reason) => {
  console.error(reason.message ?? reason);
  process.exit(1);
});

async function main() {
  const [address, caFile] = process.argv.slice(2);
  const { ADMIN_PASSWORD: admin, LEDGER_PASSWORD: ledger } = process.env;
  if (!address || !caFile || !admin || !ledger)
    throw new Error('usage: ADMIN_PASSWORD=… LEDGER_PASSWORD=… node deploy/prepare-store.cjs https://HOST:2113 CA.crt');
  const status = await post(new URL('/users/', address), caFile, admin, {
    loginName: 'ledger',
    fullName: 'Governance ledger',
    groups: [],
    password: ledger,
  });
  if (status !== 201 && status !== 409) throw new Error(`the account could not be made: HTTP ${status}`);
  const { host } = new URL(address);
  const url = `esdb://admin:${encodeURIComponent(admin)}@${host}?tls=true&tlsCAFile=${encodeURIComponent(caFile)}`;
  const client = EventStoreDBClient.connectionString(url);
  await client.setStreamMetadata('$all', { acl: { readRoles: ['$admins', 'ledger'], metaReadRoles: ['$admins', 'ledger'] } });
  await client.dispose();
  console.log(
    status === 201
      ? '账户 ledger 已建立，可读 $all。 The account ledger exists and reads $all.'
      : '账户 ledger 早已存在；$all 的权限已设好。 The account existed; $all is readable for it.',
  );
}

function post(url, caFile, password, body) {
  return new Promise((done, fail) => {
    const request = https.request(
      url,
      {
        method: 'POST',
        ca: readFileSync(caFile),
        auth: `admin:${password}`,
        headers: { 'Content-Type': 'application/json' },
        timeout: 10_000,
      },
      (answer) => {
        answer.resume();
        answer.once('end', () => done(answer.statusCode));
      },
    );
    request.once('timeout', () => request.destroy(new Error('no answer within 10 s')));
    request.once('error', fail);
    request.end(JSON.stringify(body));
  });
}
