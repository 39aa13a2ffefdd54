// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <QtCore/QObject>
#include <QtQml/QJSValue>

namespace Spawn {

// The clock of setTimeout() and its kin: runtime/timers.js knows what a timer is for.
class ScriptTimers final : public QObject
{
    Q_OBJECT
public:
    void setFire(const QJSValue &fire) { m_fire = fire; } // called with the id, again and again

    Q_INVOKABLE int start(int milliseconds) { return startTimer(milliseconds, Qt::PreciseTimer); }
    Q_INVOKABLE void stop(int id) { killTimer(id); }

protected:
    void timerEvent(QTimerEvent *event) override;

private:
    QJSValue m_fire;
};

} // namespace Spawn
