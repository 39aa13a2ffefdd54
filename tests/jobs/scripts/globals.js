// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
'use strict';

// Which of the names are global, and what they are.
module.exports = (payload) => payload.map((name) => typeof global[name]);
