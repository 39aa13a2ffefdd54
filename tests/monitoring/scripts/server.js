// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
'use strict';

// An unmodified server as a worker of a cluster: says its id to who asks, and tells of each request.
// With an argument it ends like that once somebody connects: a code, or a signal by its name.
const net = require('node:net');

const ending = process.argv[2];

net.createServer((socket) => {
    process.send({ cmd: 'notifyRequest' });
    socket.write(`${process.env.NODE_UNIQUE_ID}\n`);
    socket.on('error', () => {});
    if (ending === undefined)
        return;
    if (ending.startsWith('SIG'))
        process.kill(process.pid, ending);
    else
        process.exit(Number(ending));
}).listen(0, '127.0.0.1');
