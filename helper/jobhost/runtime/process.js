// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
(function (runtime) {
    'use strict';

    const host = runtime.process;

    function signalNumber(signal) {
        if (signal === undefined)
            return host.signalNumber('SIGTERM');
        if (typeof signal === 'number')
            return signal;
        const number = host.signalNumber(String(signal));
        if (number < 0)
            throw Object.assign(new TypeError(`Unknown signal: ${signal}`),
                                { code: 'ERR_UNKNOWN_SIGNAL' });
        return number;
    }

    const process = {
        pid: host.id(),
        get ppid() { return host.parentId(); },
        platform: 'linux',
        env: host.environment(),
        execPath: host.program(),
        argv: [host.program(), ...Array.from(host.arguments()).slice(1)],
        versions: { qt: host.qtVersion() },
        exitCode: undefined,

        cwd: () => host.folder(),
        exit: (code) => host.exit(Number(code === undefined ? process.exitCode : code) | 0),
        kill: (id, signal) => {
            if (Number(id) !== (id | 0))
                throw runtime.wrongType('pid', 'number');
            const failed = host.kill(Number(id), signalNumber(signal));
            if (failed)
                throw Object.assign(new Error(`kill ${failed}`), { code: failed, syscall: 'kill' });
            return true;
        },
        nextTick: runtime.soon,
        uptime: () => host.uptime() / 1e9,
        hrtime: (since) => {
            const now = host.uptime() - (since ? since[0] * 1e9 + since[1] : 0);
            return [Math.floor(now / 1e9), Math.round(now % 1e9)];
        },
    };

    runtime.addGlobals({ global: runtime.global, globalThis: runtime.global, process });
})
