// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/attention.h"
#include "models/commandtally.h"
#include "models/health.h"
#include "models/samplehistory.h"

#include <QtCore/QSet>
#include <QtCore/QTimer>

#include <functional>
#include <optional>

namespace Spawn {

class MonitoredApplication;

// An application as the window shows it. Changes are gathered: rows at 10 Hz, figures at 2 Hz,
// samples at 1 Hz. While it is paused nothing changes, and what comes is counted; once it is cut
// off, what was last known stays.
class ShownApplication final : public QObject
{
    Q_OBJECT
public:
    using Clock = std::function<qint64()>; // milliseconds since the epoch

    // Owns the source.
    explicit ShownApplication(MonitoredApplication *source, Clock clock = {},
                              QObject *parent = nullptr);
    ~ShownApplication() override;

    const SpawnerSnapshot &snapshot() const;
    const SampleHistory &history() const { return m_shown.history; }
    const Health &health() const { return m_shown.health; }
    const QList<Attention> &attention() const { return m_shown.attention; }
    bool isControlAllowed() const;
    // Why nothing can be asked of it; empty: something can. Of null, too.
    static QString refusalOf(const ShownApplication *application);
    // Ages are measured to it; it stands while the application is paused or cut off.
    qint64 now() const;

    bool isPaused() const { return m_paused; }
    void setPaused(bool paused);
    int heldBack() const { return m_heldBack; }

    bool isCutOff() const { return m_cutOff != 0; }
    qint64 cutOffMoment() const { return m_cutOff; }
    QString cutOffReason() const { return m_cutOffReason; }

    // Passed on; what was refused is kept for a while, for the status line.
    void request(const QString &what, const QList<quint64> &ids, int signalNumber = 0);
    void requestOfPool(const QString &what, quint64 pool, const QString &program,
                       const QList<quint64> &workers = {});
    void requestOfRunner(const QString &what, quint64 runner, const QString &script = {},
                         const QList<quint64> &jobs = {});
    void requestOfCluster(const QString &what, quint64 cluster);
    QString refusal() const { return m_refusal; }

    int changesPerSecond() const { return m_changesPerSecond; }

    // What the timer does once a second.
    void takeSample();

Q_SIGNALS:
    void reset();
    void rowsChanged(const QList<quint64> &commandIds);
    void figuresChanged();
    void sampled();
    void stateChanged(); // paused, cut off or neither; also another refusal

private:
    struct Shown
    {
        SpawnerSnapshot snapshot; // while it stands
        SampleHistory history;
        Health health;
        QList<Attention> attention;
    };

    void take(const QList<quint64> &ids);
    void showRows();
    void showFigures();
    void showAnew();
    void judge();
    void cutOff(const QString &reason);
    void takeAnswer(const QString &what, const QString &error);
    bool stands() const { return m_paused || isCutOff(); }

    MonitoredApplication *m_source;
    Clock m_clock;
    Shown m_shown;
    SampleHistory m_history; // this and the next go on while paused
    CommandTally m_tally;
    QSet<quint64> m_pending;
    QTimer m_rowsTimer;
    QTimer m_figuresTimer;
    QTimer m_sampleTimer;
    QTimer m_refusalTimer;
    bool m_paused = false;
    bool m_resetPending = false;
    int m_heldBack = 0;
    int m_changes = 0;
    int m_changesPerSecond = 0;
    qint64 m_stood = 0; // since when
    qint64 m_cutOff = 0;
    QString m_cutOffReason;
    QString m_refusal;
};

} // namespace Spawn
