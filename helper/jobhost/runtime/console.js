// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
(function (runtime) {
    'use strict';

    // All of it to standard error: the runner's standard output is its application's.
    const write = (...values) => runtime.process.writeError(`${values.map(runtime.textOf).join(' ')}\n`);

    runtime.addGlobals({
        console: { log: write, info: write, warn: write, error: write, debug: write },
    });
})
