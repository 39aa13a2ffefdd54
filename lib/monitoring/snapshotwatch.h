// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <QtCore/QObject>
#include <QtCore/QTimer>

namespace Spawn {

// Something of the application as its own thread sees it: when somebody begins to look and then
// five times a second, else when it is worth a look(). Lives in that thread.
class SnapshotWatch : public QObject
{
    Q_OBJECT
public:
    void setWatched(bool watched);

Q_SIGNALS:
    void gone(quint64 number); // once; the last

protected:
    SnapshotWatch(const QObject *watched, quint64 number, QObject *parent);

    quint64 number() const { return m_number; }
    // Soon, and from the event loop: within a signal not all of what it tells of has happened yet.
    void look();
    virtual void publish() = 0;

private:
    const quint64 m_number;
    QTimer m_timer; // one shot
    bool m_watched = false;
};

} // namespace Spawn
