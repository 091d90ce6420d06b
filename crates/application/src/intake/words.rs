//! The wire's closed words and the domain's: the same words, matched one by one so that neither can drift unseen.

use wire::vocabulary as said;

macro_rules! inward {
    ($($function:ident: $name:ident { $($word:ident),+ })+) => { $(
        pub(crate) fn $function(word: said::$name) -> domain::vocabulary::$name {
            match word { $(said::$name::$word => domain::vocabulary::$name::$word),+ }
        }
    )+ };
}

inward! {
    channel: Channel { WalkIn, Phone, Web }
    role: Role { Consultant, Secretary, Operator, Supervisor, Manager }
    status: Status { Active, Training, Probation, Unfit, Assigned, Leaving }
    says: Says {
        Buyer, Sightseer, Survey, SameTrade, Builder, Decorator, Advertiser, Reporter, Salesperson,
        LookingForSomebody, Enquiry, Brochure, WrongNumber, NotCarried, HomeOwner
    }
    grade: Grade { Prospect, Intent, Signed }
    relation: Relation { Spouse, Parent, Child, Sibling, Shareholder, Other }
    order_source: OrderSource { SignIn, Fixed, LastMonth, Yesterday, FirstArrival, EqualCounts }
    state: CustomerState { Open, Closed }
    finding: Finding { NonBuyer, Survey, CustomerOf, Brief }
    recognised_by: RecognisedBy { Staff, Customer }
    permission: Permission { SecondCustomer, OrderChange }
    reassign_reason: ReassignReason { ServiceQuality, Leaving, Other }
}

/// How far a customer has come, where something filled in says so in the wire's word for it.
pub(crate) fn grade_in(value: &serde_json::Value) -> Option<domain::vocabulary::Grade> {
    said::Grade::parse(value.as_str()?).map(grade)
}

/// The domain's words as the wire writes them.
pub(crate) mod to_wire {
    use wire::vocabulary as said;

    /// An order as a line can name it; those that follow from a pack only have no word there.
    pub(crate) fn order_source(word: domain::vocabulary::OrderSource) -> Option<said::OrderSource> {
        said::OrderSource::parse(word.word())
    }

    /// What came to light as a line can name it; what the domain finds out by itself has no word there.
    pub(crate) fn finding(word: domain::vocabulary::Finding) -> Option<said::Finding> {
        said::Finding::parse(word.word())
    }

    macro_rules! outward {
        ($($function:ident: $name:ident { $($word:ident),+ })+) => { $(
            pub(crate) fn $function(word: domain::vocabulary::$name) -> said::$name {
                match word { $(domain::vocabulary::$name::$word => said::$name::$word),+ }
            }
        )+ };
    }

    outward! {
        channel: Channel { WalkIn, Phone, Web }
        role: Role { Consultant, Secretary, Operator, Supervisor, Manager }
        status: Status { Active, Training, Probation, Unfit, Assigned, Leaving }
        says: Says {
            Buyer, Sightseer, Survey, SameTrade, Builder, Decorator, Advertiser, Reporter, Salesperson,
            LookingForSomebody, Enquiry, Brochure, WrongNumber, NotCarried, HomeOwner
        }
        grade: Grade { Prospect, Intent, Signed }
        relation: Relation { Spouse, Parent, Child, Sibling, Shareholder, Other }
        recognised_by: RecognisedBy { Staff, Customer }
        permission: Permission { SecondCustomer, OrderChange }
        reassign_reason: ReassignReason { ServiceQuality, Leaving, Other }
        state: CustomerState { Open, Closed }
        capacity: Capacity {
            Turn, MakeUp, Owner, Named, Inviter, Proxy, LastInOrder, Dispatched, OnDuty, Match,
            LongestFree
        }
        outcome: Outcome { Chosen, Forfeit, Defer, DeferPriority, DeferOnClaim, MoveToEnd, Keep, Blank }
        cause: Cause {
            Unannounced, Private, Business, NoAnswer, BusyNew, BusyOwnOpen, BusyOwnClosed, Proxying,
            HelpingToClose, Waived, GaveUp, Barred, Suspended, NotEligible, OffShift, OffHalf, NoMatch,
            SkippedRound
        }
    }
}
