// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "spawner/logger.h"

namespace Spawn {

Logger::~Logger() = default;

bool Logger::isEnabled(QtMsgType, QByteArrayView) const
{
    return true;
}

} // namespace Spawn
