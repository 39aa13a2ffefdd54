// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
'use strict';

// Says how far it is, and ends the process: with a code, or by a signal.
module.exports = (payload, callback, job) => {
    job.progress('ending');
    if (typeof payload === 'string')
        process.kill(process.pid, payload);
    else
        process.exit(payload);
    job.progress('still there');
};
