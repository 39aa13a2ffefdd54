// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QElapsedTimer>
#include <QtCore/QHash>
#include <QtCore/QObject>
#include <QtCore/QTimer>

namespace Spawn {

// Which rows have just ended: their tint fades out in 1.2 s. Without animations there is none.
class RowFade final : public QObject
{
    Q_OBJECT
public:
    explicit RowFade(QObject *parent = nullptr);

    void begin(const QList<quint64> &ids);
    double strength(quint64 id) const; // 1 to 0

Q_SIGNALS:
    void changed();

private:
    void advance();

    QHash<quint64, qint64> m_begun; // in milliseconds of the clock
    QElapsedTimer m_clock;
    QTimer m_timer;
};

} // namespace Spawn
