// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later

// node peers.mjs FOLDER PROGRAM IN-FLIGHT SECONDS
// Prints, as JSON, how many commands a second npm's spawn-async (from FOLDER's node_modules) and
// node's own execFile run, and for how long the call holds up its thread, in microseconds.
import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { performance } from 'node:perf_hooks';

const [folder, program, inFlightText, secondsText] = process.argv.slice(2);
const inFlight = Number(inFlightText);
const seconds = Number(secondsText);

async function measure(spawn) {
    const held = [];
    let ended = 0;
    const begin = performance.now();
    const end = begin + seconds * 1000;
    await new Promise((resolveAll, reject) => {
        let active = 0;
        const next = () => {
            ++active;
            const before = performance.now();
            spawn((error) => {
                if (error)
                    return reject(error);
                ++ended;
                --active;
                if (performance.now() < end)
                    next();
                else if (active === 0)
                    resolveAll();
            });
            held.push(performance.now() - before);
        };
        for (let i = 0; i < inFlight; ++i)
            next();
    });
    const perSecond = (ended / (performance.now() - begin)) * 1000;
    held.sort((a, b) => a - b);
    return { perSecond, blockMedian: held[Math.floor(held.length / 2)] * 1000 };
}

const silent = { child: () => silent };
for (const level of ['trace', 'debug', 'info', 'warn', 'error', 'fatal'])
    silent[level] = () => false;

const spawnAsync = createRequire(resolve(folder, 'package.json'))('spawn-async');
const worker = spawnAsync.createWorker({ log: silent });
await new Promise((done) => worker.aspawn([program], done)); // its helper is there now
const figures = {
    'spawn-async': await measure((done) => worker.aspawn([program], done)),
    execFile: await measure((done) => execFile(program, done)),
};
worker.destroy();
console.log(JSON.stringify(figures));
process.exit(0);
