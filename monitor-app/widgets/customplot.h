// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// qcustomplot.h is written with Qt's keywords, which are not defined here.
#define emit
#define foreach(variable, container) for (variable : container)
#define signals Q_SIGNALS
#define slots Q_SLOTS
#include <qcustomplot.h>
#undef emit
#undef foreach
#undef signals
#undef slots
