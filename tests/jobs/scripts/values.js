// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
'use strict';

// As JSON.stringify() has them.
const values = {
    nothing: undefined,
    notANumber: NaN,
    date: new Date(0),
    object: { nothing: undefined, notANumber: NaN, list: [undefined, () => 1], text: '\u00e4\u20ac' },
};

module.exports = (payload, callback) => callback(null, values[payload]);
