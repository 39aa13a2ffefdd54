// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
'use strict';

// node parent.js PROGRAM [json|advanced]: starts it with a channel, tries it, and prints what it
// has seen as one line of JSON.
const { spawn } = require('child_process');
const net = require('net');

const seen = { messages: [], events: [] };
const child = spawn(process.argv[2], [], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    serialization: process.argv[3] || 'json',
});
child.on('message', (message) => {
    seen.messages.push(message);
    if (message === 'last')
        sendSocket();
    if (message === 'socket')
        child.disconnect();
});
child.on('disconnect', () => seen.events.push('disconnect'));
child.on('exit', (code, signal) => {
    seen.events.push(`exit ${code} ${signal}`);
    console.log(JSON.stringify(seen));
    process.exit(0);
});

// One end of a connection for the child; what it writes there comes out at the other.
const sendSocket = () => {
    const server = net.createServer((socket) => {
        server.close();
        child.send('socket', socket);
    });
    server.listen(0, '127.0.0.1', () => {
        const client = net.connect(server.address().port, '127.0.0.1');
        client.on('data', (data) => { seen.data = String(data); });
    });
};

for (const message of [1, 'text', null, true, { a: [1, 2] }, 'ä€😀\n"\\', { do: 'variables' }, 'last'])
    child.send(message);
