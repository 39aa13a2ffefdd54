// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
(function (runtime) {
    'use strict';

    const clock = runtime.timers;
    const running = new Map(); // by the clock's id
    let last = 0;

    class Timer {
        // The host lives while it has its runner: a timer neither keeps nor ends it.
        ref() { return this; }
        unref() { return this; }
        hasRef() { return true; }
        [Symbol.toPrimitive]() { return this.number; }
    }

    function start(callback, delay, args, repeats) {
        if (typeof callback !== 'function')
            throw runtime.wrongType('callback', 'function');
        const timer = new Timer();
        const hidden = { number: ++last, callback, args, repeats, id: clock.start(delay) };
        for (const name of Object.keys(hidden))
            Object.defineProperty(timer, name, { value: hidden[name] });
        running.set(timer.id, timer);
        return timer;
    }

    function find(timer) {
        if (timer instanceof Timer)
            return timer;
        for (const candidate of running.values()) {
            if (candidate.number === Number(timer))
                return candidate;
        }
        return undefined;
    }

    function clear(wanted) {
        const timer = find(wanted);
        if (timer === undefined || running.get(timer.id) !== timer)
            return; // it has ended, and its id may be another's
        running.delete(timer.id);
        clock.stop(timer.id);
    }

    runtime.fire = (id) => {
        const timer = running.get(id);
        if (timer === undefined)
            return;
        if (!timer.repeats)
            clear(timer);
        runtime.guarded(timer.callback, timer.args);
    };

    // As Node's: what is no delay is the shortest.
    const milliseconds = (delay) => (delay >= 1 && delay <= 0x7fffffff ? Math.trunc(delay) : 1);

    runtime.addGlobals({
        setTimeout: (callback, delay, ...args) => start(callback, milliseconds(delay), args, false),
        setInterval: (callback, delay, ...args) => start(callback, milliseconds(delay), args, true),
        setImmediate: (callback, ...args) => start(callback, 0, args, false),
        clearTimeout: clear,
        clearInterval: clear,
        clearImmediate: clear,
    });
})
