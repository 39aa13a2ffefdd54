// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/facts.h"

#include <jobs/jobsnapshot.h>

#include <QtWidgets/QWidget>

class QLabel;
class QSplitter;
class QStackedWidget;

namespace Spawn {

class DetailsHead;
class DurationChart;
class JsonView;

// What is known of a job, with what it was given and has answered; or of a script, with how long
// its jobs have waited and run.
class JobDetails final : public QWidget
{
    Q_OBJECT
public:
    explicit JobDetails(QWidget *parent = nullptr);

    // `runner` is its name, `process` that of its worker or 0.
    void setJob(const JobSnapshot &job, const QString &runner, qint64 process, qint64 now);
    void setEnd(const JobEnd &end, const QString &runner, qint64 now);
    void setScript(const JobScriptSnapshot &script, const QString &runner);

    void copyPayload() const;
    void copyResult() const;

Q_SIGNALS:
    void closed();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QWidget *makeJobPart();
    QWidget *makeScriptPart();
    void setText(const QString &text);
    void setSubject(const QString &subject);
    void copy() const;

    DetailsHead *m_head;
    Facts *m_facts;
    QLabel *m_text;
    JsonView *m_payload;
    JsonView *m_result;
    DurationChart *m_wait;
    DurationChart *m_run;
    QLabel *m_waitShares;
    QLabel *m_runShares;
    QSplitter *m_values;
    QStackedWidget *m_parts;
    QString m_subject; // the job that the values are of
};

} // namespace Spawn
