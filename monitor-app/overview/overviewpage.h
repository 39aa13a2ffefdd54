// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/sampletable.h"
#include "window/page.h"

#include <QtCore/QPointer>

class QGridLayout;
class QStackedWidget;

namespace Spawn {

class AttentionCard;
class Card;
class HelperCard;
class OutcomesCard;
class OverviewHead;
class QueueCard;
class RowsCard;
class StartedChart;
class VerdictBand;
class WaitingChart;

// Whether all is well, and if not, what is wrong.
class OverviewPage final : public Page
{
    Q_OBJECT
public:
    explicit OverviewPage(QWidget *parent = nullptr);

    void setApplication(ShownApplication *application) override;
    bool toggleTable() override;

Q_SIGNALS:
    void detachRequested();

protected:
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    QWidget *makeCards();
    QWidget *makeTable();
    void arrange(int columns);
    void showAll();
    void showFigures();
    void showSamples();

    QPointer<ShownApplication> m_application;
    SampleTable m_table;
    QStackedWidget *m_stack;
    OverviewHead *m_head;
    VerdictBand *m_verdict;
    RowsCard *m_checks;
    HelperCard *m_helper;
    QueueCard *m_queue;
    Card *m_startedCard;
    StartedChart *m_started;
    Card *m_waitingCard;
    WaitingChart *m_waiting;
    OutcomesCard *m_outcomes;
    AttentionCard *m_attention;
    QGridLayout *m_grid = nullptr;
    int m_columns = 0;
};

} // namespace Spawn
