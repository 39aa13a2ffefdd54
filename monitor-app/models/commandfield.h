// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/commandquery.h"

namespace Spawn {

// The test for one word of a query, or why there is none.
struct CommandField
{
    CommandQuery::Test test;
    QString error;
};

CommandField freeWord(const QString &word);
CommandField fieldValue(const QString &field, const QString &value);

} // namespace Spawn
