// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

inline constexpr int Long = 10000; // ms; a wait that takes so long has failed
