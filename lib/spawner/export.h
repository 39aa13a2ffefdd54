// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <QtCore/qglobal.h>

#ifdef ASYNCSPAWNER_BUILD
#define ASYNCSPAWNER_EXPORT Q_DECL_EXPORT
#else
#define ASYNCSPAWNER_EXPORT Q_DECL_IMPORT
#endif
