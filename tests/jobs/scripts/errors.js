// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
'use strict';

// Fails with what the payload names.
const circular = {};
circular.itself = circular;

const errors = {
    error: Object.assign(new TypeError('no such thing'), { code: 'EGONE', details: { tries: 3 } }),
    string: 'a text',
    number: 7,
    object: { reason: 'none' },
};

module.exports = (payload, callback) => {
    if (payload === 'circular')
        callback(null, circular);
    else
        callback(errors[payload]);
};
