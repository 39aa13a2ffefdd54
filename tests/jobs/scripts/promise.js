// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
'use strict';

const later = (value) => new Promise((resolve) => setTimeout(resolve, 1, value));

const promises = {
    value: () => later('resolved'),
    error: () => later().then(() => { throw new RangeError('rejected'); }),
    nothing: () => Promise.reject(),
    adopted: () => later().then(() => later().then(() => later('adopted'))),
    all: () => Promise.all([later(1), 2, Promise.resolve(3)]),
    caught: () => Promise.reject(new Error('lost')).catch((error) => error.message),
    caughtLater: () => {
        const rejected = Promise.reject(new Error('lost'));
        return Promise.resolve().then(() => 1).then(() => rejected).catch(() => 'in time');
    },
    finally: () => later('kept').finally(() => 'dropped'),
    thenable: () => ({ then: (resolve) => resolve('thenable') }),
    order: () => {
        const order = [];
        setTimeout(() => order.push('timer'), 1);
        Promise.resolve().then(() => order.push('promise'));
        process.nextTick(() => order.push('tick'));
        order.push('now');
        return new Promise((resolve) => setTimeout(() => resolve(order.sort()), 20));
    },
};

module.exports = (payload) => promises[payload]();
