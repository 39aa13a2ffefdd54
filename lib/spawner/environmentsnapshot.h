// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>

namespace Spawn {

// This process's environment at one moment, "KEY=value" and a NUL each. As long as nothing has
// changed it is the same block again, shared by all commands that were asked for meanwhile.
class EnvironmentSnapshot final
{
public:
    QByteArray take(); // never null

private:
    bool isCurrent() const;

    QByteArray m_block{""};
};

} // namespace Spawn
