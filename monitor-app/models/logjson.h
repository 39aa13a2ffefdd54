// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>

class QAbstractItemModel;

namespace Spawn {

// The records that a LogModel, or a proxy of it, shows: an array of objects, the messages as they
// were said.
QByteArray logJson(const QAbstractItemModel &model);

} // namespace Spawn
