// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
'use strict';

// As tests/testworker, in Node: it knows nothing of us.
const sendNumbers = (count) => {
    for (let i = 0; i < count; ++i)
        process.send(i);
};

const tasks = {
    exit: (order) => process.exit(order.code),
    kill: (order) => process.kill(process.pid, order.signal),
    disconnect: () => process.disconnect(),
    send: (order) => sendNumbers(order.count),
    // Node drops what is not written yet when it disconnects.
    sendAndExit: (order) => {
        sendNumbers(order.count - 1);
        process.send(order.count - 1, () => process.disconnect());
    },
    write: (order) => require('fs').writeSync(3, order.text),
    variables: () => process.send(['NODE_CHANNEL_FD' in process.env,
                                   'NODE_CHANNEL_SERIALIZATION_MODE' in process.env]),
    throw: (order) => {
        process.on('uncaughtException', () => process.send('thrown'));
        throw new Error(order.text);
    },
};

process.on('message', (message, handle) => {
    if (handle) {
        if (handle.listen) // a server: its connections are answered
            handle.on('connection', (socket) => socket.end('received'));
        else
            handle.end('received');
        process.send(message);
        return;
    }
    const task = message !== null && typeof message === 'object' && tasks[message.do];
    if (task)
        task(message);
    else
        process.send(message);
});
