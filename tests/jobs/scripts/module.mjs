// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
import { double } from './requires/double.mjs';

export default (payload) => double(payload);
