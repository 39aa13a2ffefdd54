// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
'use strict';

module.exports = (payload, callback, job) => {
    for (let i = 1; i <= payload; ++i)
        job.progress({ step: i });
    setImmediate(() => callback(null, [job.id, job.attempt]));
};
