// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
'use strict';

// Throws, and the payload says when.
const fail = () => { throw new RangeError('thrown on purpose'); };

const times = {
    now: fail,
    asItIsDescribed: () => {
        throw Object.defineProperty(new Error(), 'detail', { enumerable: true, get: fail });
    },
    timer: () => setTimeout(fail, 1),
    interval: () => setInterval(fail, 1),
    immediate: () => setImmediate(fail),
    tick: () => process.nextTick(fail),
    microtask: () => queueMicrotask(fail),
    promise: () => { Promise.resolve().then(fail).then(() => 1); },
    adopted: () => { Promise.resolve().then(() => new Promise(fail)); },
};

module.exports = (payload, callback) => { times[payload](callback); };
