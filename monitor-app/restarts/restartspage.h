// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/restartfilter.h"
#include "models/restartmodel.h"
#include "window/page.h"

#include <QtCore/QPointer>

#include <array>

class QSplitter;
class QStackedWidget;
class QLabel;

namespace Spawn {

class PageHead;
class QuietButton;
class RestartDetails;
class RowTable;
class SearchField;
class UptimeChart;

// The restart history: how long each helper lived, why it ended, what became of its work.
class RestartsPage final : public Page
{
    Q_OBJECT
public:
    explicit RestartsPage(QWidget *parent = nullptr);

    void setApplication(ShownApplication *application) override;
    std::optional<int> count() const override;
    bool focusFilter() override;
    bool clear() override;
    bool find(const QString &text) override;
    bool toggleTable() override;
    bool open(const Subject &subject) override;

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    // In the order of the chips.
    static constexpr HelperExit::Reason Reasons[] = {
        HelperExit::Reason::Crashed, HelperExit::Reason::Unresponsive,
        HelperExit::Reason::Exited,  HelperExit::Reason::ProtocolError,
        HelperExit::Reason::Destroyed,
    };

    QWidget *makeTools();
    QWidget *makeUpper();
    void makeActions();
    void setPeriod(qint64 length);
    void showRestarts();
    void showFigures();
    void showEmpty();
    void showDetails();
    void select(quint64 number);
    std::optional<quint64> selected() const;
    void exportTable();

    QPointer<ShownApplication> m_application;
    RestartModel m_model;
    RestartFilter m_filter;
    PageHead *m_head;
    QuietButton *m_all;
    std::array<QuietButton *, 5> m_chips{};
    SearchField *m_search;
    QuietButton *m_period;
    QWidget *m_chartPart;
    UptimeChart *m_chart;
    RowTable *m_table;
    QLabel *m_empty;
    QStackedWidget *m_tableOrEmpty;
    RestartDetails *m_details;
    QSplitter *m_splitter;
    qint64 m_periodLength = 0;
    bool m_detailsClosed = false;
};

} // namespace Spawn
