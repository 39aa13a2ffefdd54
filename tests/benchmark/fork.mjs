// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later

// node fork.mjs SCRIPT WORKERS SECONDS
// Prints how many messages a second Node's own fork() gets through so many workers and back, each
// in its turn: what forkfriend does, without its book-keeping.
import { fork } from 'node:child_process';
import { performance } from 'node:perf_hooks';

const [script, workersText, secondsText] = process.argv.slice(2);
const workers = Array.from({ length: Number(workersText) }, () => fork(script));
let sent = 0;
let received = 0;
let begin = 0;
let next = 0;

const sendOn = () => {
    while (performance.now() - begin < Number(secondsText) * 1000) {
        const worker = workers[next++ % workers.length];
        ++sent;
        if (!worker.send(`message number ${sent}`))
            return void setImmediate(sendOn);
    }
};
const take = () => {
    if (++received < sent || performance.now() - begin < Number(secondsText) * 1000)
        return;
    console.log((received / (performance.now() - begin)) * 1000);
    process.exit(0);
};

await Promise.all(workers.map((worker) => new Promise((ready) => {
    worker.once('message', ready);
    worker.send('ready');
})));
for (const worker of workers)
    worker.on('message', take);
begin = performance.now();
sendOn();
