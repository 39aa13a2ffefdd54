// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
'use strict';

// Answers at once, again, and when the next job may be running.
module.exports = (payload, callback) => {
    callback(null, 'first');
    callback(new Error('second'));
    setTimeout(() => callback(null, 'third'), 1);
};
