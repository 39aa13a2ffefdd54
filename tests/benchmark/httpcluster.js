// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
'use strict';

// node httpcluster.js SCRIPT WORKERS
// Node's own cluster of so many workers; NODE_CLUSTER_SCHED_POLICY says which policy. Prints, as
// JSON, the port and the workers' processes when all of them listen.
const cluster = require('cluster');

const [script, workersText] = process.argv.slice(2);
const count = Number(workersText);
const listening = [];

cluster.setupPrimary({ exec: script, args: [] });
cluster.on('listening', (worker, address) => {
    listening.push(worker.process.pid);
    if (listening.length === count)
        console.log(JSON.stringify({ port: address.port, workers: listening }));
});
cluster.on('exit', () => process.exit(1));
for (let i = 0; i < count; ++i)
    cluster.fork();
