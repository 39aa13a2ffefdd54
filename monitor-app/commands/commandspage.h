// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "commands/commandactions.h"
#include "commands/rowfade.h"
#include "models/commandmodel.h"
#include "window/page.h"

#include <QtCore/QPointer>

#include <array>

class QSplitter;
class QStackedWidget;

namespace Spawn {

class CommandDelegate;
class CommandDetails;
class EmptyRows;
class OrderHold;
class PageHead;
class QuietButton;
class RowTable;
class SearchField;

// What waits, what runs and how the last ones ended; and what can be done about it.
class CommandsPage final : public Page
{
    Q_OBJECT
public:
    explicit CommandsPage(QWidget *parent = nullptr);
    ~CommandsPage() override;

    void setApplication(ShownApplication *application) override;
    std::optional<int> count() const override;
    bool focusFilter() override;
    bool clear() override;
    bool find(const QString &text) override;
    bool toggleTable() override;
    bool open(const Subject &subject) override;

    // The rows that are shown, with all of their columns.
    QByteArray json() const;
    QByteArray csv() const;
    QString shellWords() const; // of the selected ones, a line each

protected:
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    QWidget *makeTools();
    QWidget *makeUpper();
    void makeActions();
    void connectAll();
    void setGroup(std::optional<CommandGroup> group);
    void setQuery(const QString &text);
    void showFilter();
    void showAnew();
    void showRows(const QList<quint64> &ids);
    void showFigures();
    void showCounts();
    void showEmpty();
    void showSelection();
    void showNote();
    void showDetails();
    void setDetailsClosed(bool closed);
    void fitColumns();
    void select(quint64 id);
    void tag();
    CommandActions::Selection selection() const;
    // Calls with each selected row, from the top.
    void forEachSelected(const std::function<void(int row)> &does) const;
    void save(const QString &name, const QString &filter, const QByteArray &bytes);

    QPointer<ShownApplication> m_application;
    CommandModel m_model;
    RowFade m_fade;
    PageHead *m_head;
    QuietButton *m_all;
    std::array<QuietButton *, CommandGroups> m_chips{};
    SearchField *m_search;
    RowTable *m_table;
    CommandDelegate *m_delegate;
    OrderHold *m_hold;
    EmptyRows *m_empty;
    QStackedWidget *m_tableOrEmpty;
    CommandActions m_actions;
    CommandDetails *m_details;
    QSplitter *m_splitter;
    bool m_detailsClosed = false;
    bool m_opening = false; // the selection is not the user's
};

} // namespace Spawn
