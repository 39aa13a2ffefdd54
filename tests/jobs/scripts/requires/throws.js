// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
'use strict';

throw Object.assign(new Error('this module throws'), { code: 'EMODULE' });
