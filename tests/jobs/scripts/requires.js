// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
'use strict';

// Answers with what the payload requires, or what that throws.
module.exports = (payload, callback) => {
    const required = require(payload);
    callback(null, typeof required === 'function' ? required() : required);
};
