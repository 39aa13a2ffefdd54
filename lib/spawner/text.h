// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <QtCore/QCoreApplication>

namespace Spawn {

// The translation context of what is said to people outside of a QObject.
class Text final
{
    Q_DECLARE_TR_FUNCTIONS(Spawn::Text)
};

} // namespace Spawn
