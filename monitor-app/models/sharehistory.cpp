// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/sharehistory.h"

namespace Spawn {

void ShareHistory::append(quint64 id, double share)
{
    QList<double> &shares = m_shares[id];
    if (shares.size() >= Capacity)
        shares.removeFirst();
    shares.append(share);
}

void ShareHistory::keepOnly(const QSet<quint64> &ids)
{
    m_shares.removeIf([&ids](const auto &share) { return !ids.contains(share.key()); });
}

} // namespace Spawn
