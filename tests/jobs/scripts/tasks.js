// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
'use strict';

// tasks/tasks.h in JavaScript.
const kept = [];
const tasks = {
    echo: (payload, callback) => callback(null, payload.value),
    pid: (payload, callback) => callback(null, process.pid),
    attempt: (payload, callback, job) => callback(null, job.attempt),
    sleep: (payload, callback) => {
        const began = Date.now();
        setTimeout(() => callback(null, began), payload.ms);
    },
    fail: (payload, callback) => callback(payload.error),
    throw: (payload) => { throw new RangeError(payload.text); },
    exit: (payload) => process.exit(payload.code),
    kill: (payload) => process.kill(process.pid, payload.signal),
    spin: () => { for (;;); },
    progress: (payload, callback, job) => {
        for (let i = 0; i < payload.count; ++i)
            job.progress(i);
        callback();
    },
    grow: (payload, callback) => {
        kept.push('x'.repeat(payload.bytes).split('').length, new Array(payload.bytes / 8).fill(1));
        callback(null, process.pid);
    },
};

module.exports = function (payload, callback, job) {
    const task = tasks[payload.do];
    if (task)
        task(payload, callback, job);
    else
        callback(`what is ${payload.do}?`);
};
