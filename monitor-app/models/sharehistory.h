// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QHash>
#include <QtCore/QList>
#include <QtCore/QSet>

namespace Spawn {

// How busy the running commands were in the last minute: a value a second, the newest last.
class ShareHistory
{
public:
    static constexpr int Capacity = 60;

    void append(quint64 id, double share);
    void remove(quint64 id) { m_shares.remove(id); }
    void keepOnly(const QSet<quint64> &ids);
    QList<double> of(quint64 id) const { return m_shares.value(id); }

private:
    QHash<quint64, QList<double>> m_shares;
};

} // namespace Spawn
