// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "progressline.h"
#include "runner.h"

#include <spawner/logger.h>

#include <QtCore/QObject>
#include <QtCore/QTimer>

namespace Spawn {

// What a run tells while it goes on, and at its end: progress and warnings on standard error,
// results on standard output.
class RunReport final : public QObject, private Logger
{
    Q_OBJECT
public:
    RunReport(const RunOptions &options, Runner *runner, QObject *parent = nullptr);
    ~RunReport() override;

    void conclude();
    int writeError() const { return m_writeError; } // errno of standard output; 0: none

private:
    bool isEnabled(QtMsgType type, QByteArrayView category) const override;
    void log(QtMsgType type, QByteArrayView category, const QString &message,
             const QJsonObject &fields) override;
    void commandEnded(const CommandOutcome &outcome);
    void showProgress();
    void write(QByteArrayView bytes);

    const RunOptions m_options;
    Runner *const m_runner;
    ProgressLine m_progressLine;
    const bool m_drawsProgress;
    QTimer m_redraw;
    int m_writeError = 0;
};

} // namespace Spawn
