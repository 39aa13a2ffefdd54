// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
'use strict';

// Requires what requires it.
exports.early = 1;
exports.second = require('./second');
exports.late = 2;
