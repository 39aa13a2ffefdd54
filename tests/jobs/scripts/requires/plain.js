// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
'use strict';

exports.name = 'plain';
exports.file = __filename.slice(__dirname.length + 1);
exports.isThis = this === module.exports;
exports.isSame = require('./plain') === exports && require('../requires/plain.js') === module.exports;
exports.id = module.id === module.filename && module.id === __filename;
