// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
'use strict';

// Starts a program that outlives everything, tells its number, and never answers.
module.exports = function (payload, callback, job) {
    job.progress(require('child_process').spawn('sleep', ['1000']).pid);
    if (payload === 'deaf')
        process.on('SIGTERM', () => { });
};
