// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
'use strict';

// An ordinary cluster worker of Node, which knows nothing of its primary: server.js PORT | PATH
// To each line of a connection it says "<its worker's id> <the line>"; after "bye" it closes.
const cluster = require('cluster');
const net = require('net');

const server = net.createServer((client) => {
    client.on('error', () => { });
    let received = '';
    client.on('data', (data) => {
        received += data;
        for (let end; (end = received.indexOf('\n')) >= 0; received = received.slice(end + 1)) {
            const line = received.slice(0, end + 1);
            client.write(`${cluster.worker.id} ${line}`);
            if (line === 'bye\n')
                client.end();
        }
    });
});
const where = process.argv[2];
server.on('error', (error) => process.send({ listening: false, code: error.code }));
server.listen(/^\d+$/.test(where) ? { port: Number(where), host: '127.0.0.1' } : { path: where });
process.on('message', ({ do: task }) => {
    if (task === 'listen')
        server.listen({ port: Number(where), host: '127.0.0.1' });
});
