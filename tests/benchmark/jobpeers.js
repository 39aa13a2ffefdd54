// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
'use strict';

// node jobpeers.js LOAD SCRIPT SECONDS AT-ONCE [FOLDER]
// Prints, as JSON, how many jobs of the script a second Node's own fork() runs, and npm's qworker
// from FOLDER's node_modules. The load is "processes", a process for each job, two at a time; or
// workers that are used again, "serial": one; "pairs": two; "queue": two, and all jobs at once.
// Each worker has one job at a time, as qworker does it; without its book-keeping that is as much
// as fork() can do.
const { fork } = require('child_process');
const { createRequire } = require('module');
const { resolve } = require('path');
const { performance } = require('perf_hooks');

const [load, script, secondsText, atOnceText, folder] = process.argv.slice(2);
const seconds = Number(secondsText);
const atOnce = Number(atOnceText);

function serve() {
    const job = require(script);
    process.on('message', (message) => {
        job(message.payload, (error, value) => process.send({ error, value }));
    });
    process.send({ ready: true });
}

const payload = (number) => ({ do: 'echo', value: `job number ${number}` });

// run(number, done) for one job more whenever one has ended.
async function rate(run, inFlight, wantsMore) {
    const begin = performance.now();
    let submitted = 0;
    let ended = 0;
    await new Promise((resolveAll, reject) => {
        const next = () => run(++submitted, (error) => {
            if (error)
                return reject(error);
            ++ended;
            if (wantsMore(performance.now() - begin))
                next();
            else if (ended === submitted)
                resolveAll();
        });
        for (let i = 0; i < inFlight; ++i)
            next();
    });
    return ended / (performance.now() - begin) * 1000;
}
const forSomeTime = (passed) => passed < seconds * 1000;
const forLonger = (passed) => passed < 3 * seconds * 1000; // a process takes its time to start
const notAtAll = () => false;

class Forked {
    constructor(started) {
        this.child = fork(__filename, [load, script], { env: { ...process.env, JOB_PEER: '1' } });
        this.child.once('message', () => {
            this.child.on('message', (message) => this.done(message.error));
            started(this);
        });
    }
    run(number, done) {
        this.done = done;
        this.child.send({ payload: payload(number) });
    }
    end() { this.child.disconnect(); }
}
const forked = (count) => Promise.all(Array.from({ length: count }, () => new Promise(
    (started) => new Forked(started))));

const workerCount = load === 'serial' ? 1 : 2;

async function measureFork() {
    if (load === 'processes') {
        return rate((number, done) => new Forked((worker) => worker.run(number, (error) => {
            worker.end();
            done(error);
        })), workerCount, forLonger);
    }
    // It has no queue: who has all of them at once gives each worker one at a time as well.
    const idle = await forked(workerCount);
    return rate((number, done) => {
        const worker = idle.pop();
        worker.run(number, (error) => { idle.push(worker); done(error); });
    }, workerCount, forSomeTime);
}

async function measureQWorker() {
    const qworker = createRequire(resolve(folder, 'package.json'))('qworker');
    const isReused = load !== 'processes';
    const runner = qworker({ maxWorkers: workerCount, maxUseCount: isReused ? 1e9 : 1 });
    const run = (number, done) => runner.run(script, payload(number), done);
    if (isReused)
        await rate(run, workerCount, notAtAll); // they are there now
    if (load === 'queue')
        return rate(run, atOnce, notAtAll);
    return rate(run, workerCount, isReused ? forSomeTime : forLonger);
}

async function main() {
    const figures = { fork: await measureFork() };
    if (folder)
        figures.qworker = await measureQWorker();
    console.log(JSON.stringify(figures));
    process.exit(0);
}

if (process.env.JOB_PEER) {
    serve();
} else {
    main();
}
