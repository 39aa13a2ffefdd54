// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

inline constexpr int Patience = 20000; // ms; the upper bound of a wait
